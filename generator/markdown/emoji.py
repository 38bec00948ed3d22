"""Emoji shortcodes such as ``:rocket:``, those that READMEs use.

A table of the common ones by their names on GitHub; an unknown name stays as written.
"""

from __future__ import annotations

import re

# ruff: noqa: RUF001, SIM905 - pictographs are the point, and a table of words reads better than a list
SHORTCODE = re.compile(r":([a-z0-9_+-]{1,40}):")

_TABLE = """
smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 satisfied 😆 sweat_smile 😅 joy 😂 rofl 🤣
slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 heart_eyes 😍
star_struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛 stuck_out_tongue_winking_eye 😜
hugs 🤗 thinking 🤔 zipper_mouth_face 🤐 neutral_face 😐 expressionless 😑 smirk 😏
unamused 😒 roll_eyes 🙄 relieved 😌 sleeping 😴 mask 😷 exploding_head 🤯 cowboy_hat_face 🤠
partying_face 🥳 sunglasses 😎 nerd_face 🤓 confused 😕 worried 😟 open_mouth 😮 astonished 😲
flushed 😳 pleading_face 🥺 cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩
tired_face 😫 triumph 😤 rage 😡 angry 😠 skull 💀 poop 💩 hankey 💩 clown_face 🤡 ghost 👻
alien 👽 space_invader 👾 robot 🤖 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊
heart ❤️ red_heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙
purple_heart 💜 black_heart 🖤 white_heart 🤍 broken_heart 💔 sparkling_heart 💖
two_hearts 💕 heartpulse 💗 100 💯 boom 💥 collision 💥 dizzy 💫 sweat_drops 💦 dash 💨
speech_balloon 💬 thought_balloon 💭 zzz 💤
wave 👋 raised_hand ✋ hand ✋ ok_hand 👌 v ✌️ crossed_fingers 🤞 metal 🤘 call_me_hand 🤙
point_left 👈 point_right 👉 point_up_2 👆 point_down 👇 point_up ☝️ +1 👍 thumbsup 👍 -1 👎
thumbsdown 👎 fist ✊ facepunch 👊 punch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝
pray 🙏 writing_hand ✍️ nail_care 💅 muscle 💪 brain 🧠 eyes 👀 eye 👁️ tongue 👅 ear 👂
baby 👶 man 👨 woman 👩 technologist 🧑‍💻 man_technologist 👨‍💻 woman_technologist 👩‍💻
detective 🕵️ construction_worker 👷 superhero 🦸 mage 🧙 ninja 🥷 shrug 🤷 facepalm 🤦
runner 🏃 running 🏃 walking 🚶 dancer 💃 busts_in_silhouette 👥 bust_in_silhouette 👤
family 👪 footprints 👣
monkey_face 🐵 monkey 🐒 gorilla 🦍 dog 🐶 wolf 🐺 fox_face 🦊 cat 🐱 lion 🦁 tiger 🐯 horse 🐴
unicorn 🦄 cow 🐮 pig 🐷 mouse 🐭 hamster 🐹 rabbit 🐰 bear 🐻 panda_face 🐼 koala 🐨 chicken 🐔
penguin 🐧 bird 🐦 eagle 🦅 duck 🦆 owl 🦉 frog 🐸 crocodile 🐊 turtle 🐢 snake 🐍 dragon 🐉
dragon_face 🐲 whale 🐳 whale2 🐋 dolphin 🐬 fish 🐟 octopus 🐙 crab 🦀 snail 🐌 butterfly 🦋
bug 🐛 ant 🐜 bee 🐝 honeybee 🐝 beetle 🪲 lady_beetle 🐞 spider 🕷️ spider_web 🕸️ elephant 🐘
gnu 🐃 llama 🦙 paw_prints 🐾 feet 🐾
bouquet 💐 cherry_blossom 🌸 rose 🌹 sunflower 🌻 tulip 🌷 seedling 🌱 evergreen_tree 🌲
deciduous_tree 🌳 palm_tree 🌴 cactus 🌵 herb 🌿 shamrock ☘️ four_leaf_clover 🍀
maple_leaf 🍁 fallen_leaf 🍂 leaves 🍃 mushroom 🍄 grapes 🍇 watermelon 🍉 tangerine 🍊
lemon 🍋 banana 🍌 pineapple 🍍 apple 🍎 green_apple 🍏 peach 🍑 cherries 🍒 strawberry 🍓
tomato 🍅 avocado 🥑 hot_pepper 🌶️ bread 🍞 cheese 🧀 hamburger 🍔 pizza 🍕 taco 🌮 burrito 🌯
egg 🥚 salt 🧂 popcorn 🍿 icecream 🍦 doughnut 🍩 cookie 🍪 birthday 🎂 cake 🍰 chocolate_bar 🍫
candy 🍬 honey_pot 🍯 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 cocktail 🍸 champagne 🍾
earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 globe_with_meridians 🌐 world_map 🗺️
compass 🧭 mountain ⛰️ volcano 🌋 camping 🏕️ beach_umbrella 🏖️ desert_island 🏝️
classical_building 🏛️ building_construction 🏗️ bricks 🧱 house 🏠 office 🏢 hospital 🏥
bank 🏦 school 🏫 factory 🏭 castle 🏰 bridge_at_night 🌉 tent ⛺ city_sunset 🌆 rainbow 🌈
car 🚗 red_car 🚗 taxi 🚕 bus 🚌 ambulance 🚑 fire_engine 🚒 police_car 🚓 truck 🚚 tractor 🚜
bike 🚲 traffic_light 🚥 vertical_traffic_light 🚦 construction 🚧 rotating_light 🚨
anchor ⚓ boat ⛵ sailboat ⛵ ship 🚢 airplane ✈️ helicopter 🚁 satellite 📡
artificial_satellite 🛰️ rocket 🚀 flying_saucer 🛸 train 🚋 steam_locomotive 🚂 station 🚉
hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️
clock1 🕐 clock3 🕒 sunny ☀️ cloud ☁️ partly_sunny ⛅ umbrella ☔ zap ⚡ snowflake ❄️
snowman ⛄ fire 🔥 droplet 💧 ocean 🌊 star ⭐ star2 🌟 stars 🌠 sparkles ✨ crescent_moon 🌙
new_moon 🌑 full_moon 🌕
jack_o_lantern 🎃 christmas_tree 🎄 fireworks 🎆 sparkler 🎇 tada 🎉 confetti_ball 🎊
balloon 🎈 gift 🎁 ribbon 🎀 trophy 🏆 medal_sports 🏅 1st_place_medal 🥇 2nd_place_medal 🥈
3rd_place_medal 🥉 soccer ⚽ basketball 🏀 dart 🎯 video_game 🎮 joystick 🕹️ slot_machine 🎰
game_die 🎲 jigsaw 🧩 chess_pawn ♟️ performing_arts 🎭 art 🎨 thread 🧵 yarn 🧶
crystal_ball 🔮 magic_wand 🪄 nazar_amulet 🧿
eyeglasses 👓 goggles 🥽 lab_coat 🥼 necktie 👔 tshirt 👕 crown 👑 tophat 🎩 mortar_board 🎓
gem 💎 ring 💍 briefcase 💼 school_satchel 🎒 mute 🔇 speaker 🔈 sound 🔉 loud_sound 🔊
loudspeaker 📢 mega 📣 bell 🔔 no_bell 🔕 musical_note 🎵 notes 🎶 microphone 🎤 headphones 🎧
radio 📻 guitar 🎸 musical_keyboard 🎹 drum 🥁 iphone 📱 calling 📲 phone ☎️ telephone ☎️
telephone_receiver 📞 battery 🔋 electric_plug 🔌 computer 💻 desktop_computer 🖥️
printer 🖨️ keyboard ⌨️ computer_mouse 🖱️ floppy_disk 💾 cd 💿 dvd 📀 minidisc 💽 abacus 🧮
movie_camera 🎥 film_strip 🎞️ clapper 🎬 tv 📺 camera 📷 camera_flash 📸 video_camera 📹
mag 🔍 mag_right 🔎 candle 🕯️ bulb 💡 flashlight 🔦
notebook 📓 notebook_with_decorative_cover 📔 closed_book 📕 book 📖 open_book 📖
green_book 📗 blue_book 📘 orange_book 📙 books 📚 ledger 📒 page_with_curl 📃 scroll 📜
page_facing_up 📄 newspaper 📰 bookmark_tabs 📑 bookmark 🔖 label 🏷️ moneybag 💰 coin 🪙
dollar 💵 euro 💶 credit_card 💳 receipt 🧾 chart 💹 email 📧 envelope ✉️ e-mail 📧
incoming_envelope 📨 envelope_with_arrow 📩 outbox_tray 📤 inbox_tray 📥 package 📦
mailbox 📫 postbox 📮 ballot_box 🗳️ pencil2 ✏️ pencil 📝 memo 📝 black_nib ✒️
fountain_pen 🖋️ pen 🖊️ paintbrush 🖌️ crayon 🖍️ file_folder 📁 open_file_folder 📂
card_index_dividers 🗂️ date 📅 calendar 📆 spiral_notepad 🗒️ spiral_calendar 🗓️
card_index 📇 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊
clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 paperclips 🖇️ straight_ruler 📏
triangular_ruler 📐 scissors ✂️ card_file_box 🗃️ file_cabinet 🗄️ wastebasket 🗑️
lock 🔒 unlock 🔓 lock_with_ink_pen 🔏 closed_lock_with_key 🔐 key 🔑 old_key 🗝️ hammer 🔨
axe 🪓 pick ⛏️ hammer_and_pick ⚒️ hammer_and_wrench 🛠️ dagger 🗡️ crossed_swords ⚔️
bomb 💣 shield 🛡️ wrench 🔧 screwdriver 🪛 nut_and_bolt 🔩 gear ⚙️ clamp 🗜️
balance_scale ⚖️ link 🔗 chains ⛓️ hook 🪝 toolbox 🧰 magnet 🧲 ladder 🪜 alembic ⚗️
test_tube 🧪 petri_dish 🧫 dna 🧬 microscope 🔬 telescope 🔭 syringe 💉 pill 💊
adhesive_bandage 🩹 stethoscope 🩺 door 🚪 couch_and_lamp 🛋️ toilet 🚽 broom 🧹 basket 🧺
soap 🧼 fire_extinguisher 🧯 shopping_cart 🛒 moyai 🗿
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 stop_sign 🛑 radioactive ☢️ biohazard ☣️
arrow_up ⬆️ arrow_upper_right ↗️ arrow_right ➡️ arrow_lower_right ↘️ arrow_down ⬇️
arrow_left ⬅️ arrow_up_down ↕️ left_right_arrow ↔️ leftwards_arrow_with_hook ↩️
arrow_right_hook ↪️ arrow_heading_up ⤴️ arrow_heading_down ⤵️ arrows_clockwise 🔃
arrows_counterclockwise 🔄 back 🔙 end 🔚 on 🔛 soon 🔜 top 🔝 atom_symbol ⚛️ peace_symbol ☮️
yin_yang ☯️ infinity ♾️ recycle ♻️ fleur_de_lis ⚜️ trident 🔱 white_check_mark ✅
ballot_box_with_check ☑️ heavy_check_mark ✔️ x ❌ negative_squared_cross_mark ❎
heavy_multiplication_x ✖️ heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_division_sign ➗
curly_loop ➰ bangbang ‼️ interrobang ⁉️ question ❓ grey_question ❔ grey_exclamation ❕
exclamation ❗ heavy_exclamation_mark ❗ copyright ©️ registered ®️ tm ™️ hash #️⃣
zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣
nine 9️⃣ keycap_ten 🔟 abc 🔤 abcd 🔡 1234 🔢 a 🅰️ b 🅱️ new 🆕 ok 🆗 up 🆙 cool 🆒 free 🆓 id 🆔
information_source ℹ️ sos 🆘 vs 🆚 play_or_pause_button ⏯️ arrow_forward ▶️
fast_forward ⏩ rewind ⏪ pause_button ⏸️ stop_button ⏹️ record_button ⏺️ repeat 🔁
twisted_rightwards_arrows 🔀 low_brightness 🔅 high_brightness 🔆 signal_strength 📶
vibration_mode 📳
red_circle 🔴 orange_circle 🟠 yellow_circle 🟡 green_circle 🟢 large_blue_circle 🔵
blue_circle 🔵 purple_circle 🟣 brown_circle 🟤 black_circle ⚫ white_circle ⚪ red_square 🟥
green_square 🟩 blue_square 🟦 black_large_square ⬛ white_large_square ⬜
small_orange_diamond 🔸 small_blue_diamond 🔹 large_orange_diamond 🔶 large_blue_diamond 🔷
small_red_triangle 🔺 diamond_shape_with_a_dot_inside 💠 radio_button 🔘
checkered_flag 🏁 triangular_flag_on_post 🚩 black_flag 🏴 white_flag 🏳️ pirate_flag 🏴‍☠️
rainbow_flag 🏳️‍🌈 us 🇺🇸 gb 🇬🇧 uk 🇬🇧 eu 🇪🇺 de 🇩🇪 fr 🇫🇷 es 🇪🇸 it 🇮🇹 cn 🇨🇳 jp 🇯🇵 kr 🇰🇷
ru 🇷🇺 brazil 🇧🇷 india 🇮🇳 ukraine 🇺🇦 canada 🇨🇦 australia 🇦🇺 netherlands 🇳🇱 poland 🇵🇱
portugal 🇵🇹 switzerland 🇨🇭 sweden 🇸🇪 taiwan 🇹🇼 vietnam 🇻🇳 turkey 🇹🇷 indonesia 🇮🇩
""".split()

EMOJI = dict(zip(_TABLE[::2], _TABLE[1::2], strict=True))


def with_emoji(text: str) -> str:
    """The text with its shortcodes as the characters that they name."""
    if text.count(":") < 2:
        return text
    return SHORTCODE.sub(lambda match: EMOJI.get(match[1], match[0]), text)
